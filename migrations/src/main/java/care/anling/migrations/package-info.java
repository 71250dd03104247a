/** Applies the schema under {@code db/} to a PostgreSQL. */
@NullMarked
package care.anling.migrations;

import org.jspecify.annotations.NullMarked;
