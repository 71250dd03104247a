package care.anling.app;

import care.anling.app.config.Settings;
import care.anling.app.demo.DemoHome;
import care.anling.verticles.vault.DataKeySource;
import care.anling.verticles.vault.DataKeys;
import care.anling.verticles.vault.Vault;
import care.anling.verticles.vault.VaultFailure;
import care.anling.verticles.vault.VaultWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code anling admin rotate-data-key}: a new data key, and everything sealed anew with it while servers run. Ended at any
 * point, {@code --no-new-key} goes on.
 */
@Command(
        name = "rotate-data-key",
        description = {
            "Add a new data key and seal everything anew with it; servers go on reading and writing meanwhile.",
            "Nodes that do not share the key file need the new one first: put it there, then run this with --no-new-key."
        },
        mixinStandardHelpOptions = true)
final class RotateDataKeyCommand implements Callable<Integer> {

    /** By then every node has looked at the file twice, and seals with the new key. */
    private static final Duration FOLLOWED = DataKeySource.SETTLED.plus(VaultWatch.EVERY.multipliedBy(2));

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "the settings of 'serve'")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--no-new-key", description = "seal everything anew with the newest key there is")
    private boolean noNewKey;

    @Override
    public Integer call() throws IOException {
        Settings settings = AdminCommand.settings(file);
        DataKeySource source =
                DataKeySettings.source(settings).orElseGet(() -> DataKeySource.at(DemoHome.dataKeys(DemoHome.place())));
        Progress progress = new Progress(spec.commandLine().getOut());
        DataKeys newest = newest(source, progress);
        int rows = AdminDatabase.open(settings, progress, connection -> {
            Sealing sealing = new Sealing(connection, new Vault(newest), progress::say);
            try {
                sealing.prepare();
                return sealing.renew();
            } catch (VaultFailure e) {
                throw StartFailure.failed(String.valueOf(e.getMessage()));
            }
        });
        String key = newest.sealing().id();
        progress.say(
                rows == 0
                        ? "everything is sealed with " + key + " already"
                        : rows + " rows sealed anew with " + key
                                + "; keep the old keys as long as backups sealed with them");
        return 0;
    }

    private DataKeys newest(DataKeySource source, Progress progress) throws IOException {
        try {
            if (!noNewKey) {
                progress.say("added the data key " + source.add(Instant.now()).id() + "; waiting "
                        + FOLLOWED.toSeconds() + " s until every server seals with it");
                Thread.sleep(FOLLOWED.toMillis());
            }
            return source.read(Instant.now().plus(FOLLOWED));
        } catch (IllegalArgumentException e) {
            throw new StartFailure(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StartFailure.failed("interrupted; 'anling admin rotate-data-key --no-new-key' goes on");
        }
    }
}
