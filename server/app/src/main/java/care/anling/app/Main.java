package care.anling.app;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line. Exit codes: 0 clean, 1 failure, 2 wrong usage or configuration.
 *
 * <p>Our own {@code main} instead of Vert.x's launcher, which deadlocks on exit.
 */
@Command(
        name = "anling",
        description = "Anling, the real-time alarm server for community elder care.",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            AdminCommand.class,
            AuditCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main implements Callable<Integer> {

    private Main() {}

    public static void main(String[] args) {
        end(commandLine().execute(args));
    }

    /** After a signal, exit would wait for ever for the hook that waits for us, and 143 would hide an orderly end. */
    private static void end(int code) {
        if (Running.isToldToEnd()) {
            Runtime.getRuntime().halt(code);
        }
        System.exit(code);
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.addSubcommand("simulate", new care.anling.fleet.SimulateCommand());
        line.setExecutionExceptionHandler(Main::tellFailure);
        line.setParameterExceptionHandler(Main::tellMisuse);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    @Override
    public Integer call() {
        CommandLine.usage(this, System.err);
        return CommandLine.ExitCode.USAGE;
    }

    /** One line, and where to read on; the whole list of options would push it off the screen. */
    private static int tellMisuse(CommandLine.ParameterException misuse, String[] args) {
        CommandLine line = misuse.getCommandLine();
        String command = line.getCommandSpec().qualifiedName();
        line.getErr().println("anling: " + misuse.getMessage() + ". './" + command + " --help' tells what there is");
        return CommandLine.ExitCode.USAGE;
    }

    /** One clear line for what an operator can mend; the whole trace only for what is our own fault. */
    private static int tellFailure(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        if (failure instanceof StartFailure start) {
            start.problems().forEach(problem -> line.getErr().println("anling: " + problem));
            return start.exitCode();
        }
        line.getErr().println("anling: unexpected failure, please report it:");
        failure.printStackTrace(line.getErr());
        return CommandLine.ExitCode.SOFTWARE;
    }
}
