@NullMarked
package care.anling.core.device;

import org.jspecify.annotations.NullMarked;
