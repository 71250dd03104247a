@NullMarked
package care.anling.verticles.telemetry;

import org.jspecify.annotations.NullMarked;
