@NullMarked
package care.anling.core.incident;

import org.jspecify.annotations.NullMarked;
