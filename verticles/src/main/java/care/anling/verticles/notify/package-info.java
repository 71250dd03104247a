@NullMarked
package care.anling.verticles.notify;

import org.jspecify.annotations.NullMarked;
