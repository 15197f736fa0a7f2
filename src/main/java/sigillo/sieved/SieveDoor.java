package sigillo.sieved;

import java.util.concurrent.Semaphore;
import java.util.function.BiPredicate;
import sigillo.account.AccountId;
import sigillo.login.SignIn;
import sigillo.rules.Rules;

/**
 * What all conversations share. {@code folders}: whether an account has one of that name. {@code compiling}: who may have a
 * script checked at the moment.
 */
record SieveDoor(
        SieveDoorSettings settings, SignIn signIn, Rules rules, BiPredicate<AccountId, String> folders, Semaphore compiling) {

    SieveDoor(SieveDoorSettings settings, SignIn signIn, Rules rules, BiPredicate<AccountId, String> folders) {
        this(settings, signIn, rules, folders, new Semaphore(settings.limits().compilesMax(), true));
    }

    SieveDoorLimits limits() { return settings.limits(); }
}
