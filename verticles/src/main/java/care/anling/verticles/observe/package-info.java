@NullMarked
package care.anling.verticles.observe;

import org.jspecify.annotations.NullMarked;
