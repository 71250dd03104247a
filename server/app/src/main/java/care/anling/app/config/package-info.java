@NullMarked
package care.anling.app.config;

import org.jspecify.annotations.NullMarked;
