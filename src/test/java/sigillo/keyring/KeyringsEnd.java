package sigillo.keyring;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Closes the keyrings of a test class when it is over, whatever it is: each has a thread, by which it and its store would
 * stay in the memory of the JVM that runs hundreds of classes. Found by JUnit by itself.
 */
public final class KeyringsEnd implements AfterAllCallback {
    @Override public void afterAll(ExtensionContext context) {
        boolean isNested = context.getRequiredTestClass().getEnclosingClass() != null;
        if (!isNested) TestSeal.closeAll();
    }
}
