/** The PostgreSQL that the demo brings with it: unpacked, started, adopted, stopped. */
@NullMarked
package care.anling.app.database;

import org.jspecify.annotations.NullMarked;
