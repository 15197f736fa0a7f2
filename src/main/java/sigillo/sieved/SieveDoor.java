package sigillo.sieved;

import java.util.concurrent.Semaphore;
import sigillo.login.SignIn;
import sigillo.rules.Rules;

/** What all conversations share. {@code compiling}: who may have a script checked at the moment. */
record SieveDoor(SieveDoorSettings settings, SignIn signIn, Rules rules, Semaphore compiling) {

    SieveDoor(SieveDoorSettings settings, SignIn signIn, Rules rules) {
        this(settings, signIn, rules, new Semaphore(settings.limits().compilesMax(), true));
    }

    SieveDoorLimits limits() { return settings.limits(); }
}
