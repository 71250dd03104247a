@NullMarked
package care.anling.core.common;

import org.jspecify.annotations.NullMarked;
