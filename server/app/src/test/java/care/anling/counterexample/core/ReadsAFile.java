package care.anling.counterexample.core;

import java.io.File;

public class ReadsAFile {
    boolean decide() {
        return new File("plan").exists();
    }
}
