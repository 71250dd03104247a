@NullMarked
package care.anling.verticles.mqtt;

import org.jspecify.annotations.NullMarked;
