@NullMarked
package care.anling.verticles.engine;

import org.jspecify.annotations.NullMarked;
