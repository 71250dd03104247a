/** What an incident is and what happens next. Pure: no I/O, no clock, no randomness, no logging. */
@NullMarked
package care.anling.core;

import org.jspecify.annotations.NullMarked;
