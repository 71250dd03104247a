@NullMarked
package care.anling.verticles.bus;

import org.jspecify.annotations.NullMarked;
