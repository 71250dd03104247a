package care.anling.counterexample.verticles.mqtt;

import care.anling.counterexample.verticles.triage.ImportsMqttBack;

public class ImportsTriage {
    Object lane() {
        return new ImportsMqttBack();
    }
}
