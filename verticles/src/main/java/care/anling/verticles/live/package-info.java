@NullMarked
package care.anling.verticles.live;

import org.jspecify.annotations.NullMarked;
