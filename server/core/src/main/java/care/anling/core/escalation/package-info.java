@NullMarked
package care.anling.core.escalation;

import org.jspecify.annotations.NullMarked;
