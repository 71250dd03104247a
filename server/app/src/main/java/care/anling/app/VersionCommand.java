package care.anling.app;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code anling version}. */
@Command(name = "version", description = "Which Anling this is.")
final class VersionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development build");
        spec.commandLine().getOut().println("anling " + version + " on Java " + Runtime.version());
        return 0;
    }
}
