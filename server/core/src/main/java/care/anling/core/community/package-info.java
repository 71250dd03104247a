@NullMarked
package care.anling.core.community;

import org.jspecify.annotations.NullMarked;
