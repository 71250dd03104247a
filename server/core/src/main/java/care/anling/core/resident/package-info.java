@NullMarked
package care.anling.core.resident;

import org.jspecify.annotations.NullMarked;
