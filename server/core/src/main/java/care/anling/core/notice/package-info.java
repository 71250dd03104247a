@NullMarked
package care.anling.core.notice;

import org.jspecify.annotations.NullMarked;
