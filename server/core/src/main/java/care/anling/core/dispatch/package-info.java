@NullMarked
package care.anling.core.dispatch;

import org.jspecify.annotations.NullMarked;
