@NullMarked
package care.anling.verticles.watch;

import org.jspecify.annotations.NullMarked;
