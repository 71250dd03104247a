@NullMarked
package care.anling.verticles.loop;

import org.jspecify.annotations.NullMarked;
