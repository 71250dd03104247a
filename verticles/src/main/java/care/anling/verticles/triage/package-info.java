@NullMarked
package care.anling.verticles.triage;

import org.jspecify.annotations.NullMarked;
