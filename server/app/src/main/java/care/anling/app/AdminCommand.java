package care.anling.app;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code anling admin …}: what only whoever runs the server may do. Works while it runs. */
@Command(
        name = "admin",
        description = "What only whoever runs the server may do; without --config on the demo of ANLING_HOME.",
        subcommands = {RotateKeyCommand.class},
        mixinStandardHelpOptions = true)
final class AdminCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }
}
