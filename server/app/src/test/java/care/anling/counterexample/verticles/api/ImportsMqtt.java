package care.anling.counterexample.verticles.api;

import care.anling.counterexample.verticles.mqtt.ImportsTriage;

public class ImportsMqtt {
    Object door() {
        return new ImportsTriage();
    }
}
