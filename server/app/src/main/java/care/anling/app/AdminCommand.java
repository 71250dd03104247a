package care.anling.app;

import care.anling.app.config.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code anling admin …}: what only whoever runs the server may do. Works while it runs. */
@Command(
        name = "admin",
        description = "What only whoever runs the server may do; without --config on the demo of ANLING_HOME.",
        subcommands = {
            CreateAccountCommand.class,
            ResetPasswordCommand.class,
            ResetTotpCommand.class,
            RotateKeyCommand.class,
            RotateDataKeyCommand.class
        },
        mixinStandardHelpOptions = true)
final class AdminCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    static Settings settings(Optional<Path> file) {
        Settings.Loaded loaded = Settings.load(file, System.getenv());
        if (!loaded.problems().isEmpty()) {
            throw new StartFailure(loaded.problems());
        }
        return loaded.settings();
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }
}
