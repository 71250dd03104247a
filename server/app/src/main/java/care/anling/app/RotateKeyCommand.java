package care.anling.app;

import care.anling.app.config.Key;
import care.anling.app.demo.DemoHome;
import care.anling.verticles.access.SigningKey;
import care.anling.verticles.access.SigningKeyFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code anling admin rotate-key}: a new key beside the old ones; running servers notice by themselves. */
@Command(
        name = "rotate-key",
        description = "Add a new key that signs access tokens; those of the old ones stay good until they end.",
        mixinStandardHelpOptions = true)
final class RotateKeyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "the settings of 'serve'")
    private Optional<Path> file = Optional.empty();

    @Override
    public Integer call() throws IOException {
        Path place = AdminCommand.settings(file)
                .find(Key.SECURITY_SIGNING_KEY_FILE)
                .map(Path::of)
                .orElseGet(() -> DemoHome.signingKeys(DemoHome.place()));
        try {
            SigningKey fresh = SigningKeyFiles.at(place).rotate(Instant.now());
            new Progress(spec.commandLine().getOut())
                    .say("added the key " + fresh.kid() + " in " + place + "; it signs from 10 seconds on");
            return 0;
        } catch (IllegalArgumentException e) {
            throw new StartFailure(String.valueOf(e.getMessage()));
        }
    }
}
