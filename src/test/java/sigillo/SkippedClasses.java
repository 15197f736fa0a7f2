package sigillo;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * Says which classes were not tried at all, and why: a class whose {@code @BeforeAll} finds that something is missing is reported
 * as one without tests. {@code ./test} reads it beside the reports. Found by JUnit by itself.
 */
public final class SkippedClasses implements LifecycleMethodExecutionExceptionHandler {
    @Override public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable why) throws Throwable {
        if (why instanceof TestAbortedException) {
            var name = context.getRequiredTestClass().getName();
            var folder = Files.createDirectories(Path.of("target/surefire-reports"));
            Files.writeString(folder.resolve(name + ".skipped"), name + ": " + String.valueOf(why.getMessage()).replaceFirst("^Assumption failed: ", "") + "\n");
        }
        throw why;
    }
}
