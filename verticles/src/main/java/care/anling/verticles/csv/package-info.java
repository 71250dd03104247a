/** Sheets as offices exchange them: read line by line with every fault named, written so that no program runs them. */
@NullMarked
package care.anling.verticles.csv;

import org.jspecify.annotations.NullMarked;
