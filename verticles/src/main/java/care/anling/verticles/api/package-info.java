@NullMarked
package care.anling.verticles.api;

import org.jspecify.annotations.NullMarked;
