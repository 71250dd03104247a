/** Latency and throughput, measured from outside and printed beside the floors of the same run. */
@NullMarked
package care.anling.bench;

import org.jspecify.annotations.NullMarked;
