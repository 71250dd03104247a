@NullMarked
package care.anling.core.triage;

import org.jspecify.annotations.NullMarked;
