package care.anling.counterexample.verticles.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

public class OpensAnotherDriver {
    Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql:anling");
    }
}
