package sigillo.main.signin;

import java.util.function.Predicate;
import sigillo.account.AccountId;
import sigillo.keyring.Level;
import sigillo.login.Failures;
import sigillo.login.GrantSignIn;
import sigillo.login.KeptGuesses;
import sigillo.login.PasswordSignIn;
import sigillo.login.Slowdown;
import sigillo.login.WebSignIn;
import sigillo.main.config.Config;
import sigillo.main.kept.Kept;

/** How people and their programs sign in. {@code mail}: at the doors of mail; {@code pages}: in a browser. */
public record WaysIn(Slowdown slowdown, PasswordSignIn byPassword, GrantSignIn mail, LettingIn programs,
    WebSignIn pages) {
    public static WaysIn of(Config config, Kept kept) {
        var clock = kept.clock();
        var directory = kept.directory();
        var slowdown = new Slowdown(kept.devices(), new KeptGuesses(kept.store(), kept.keys().peppers(),
            kept.alone().nodes().map(nodes -> nodes.id().toString())));
        var byPassword = new PasswordSignIn(directory, kept.credentials(), kept.passwords(), slowdown, clock);
        var mail = new GrantSignIn(directory, kept.grants(), byPassword, kept.factor(), config.signIn().accountPasswords(),
            slowdown, clock);
        var programs = LettingIn.of(config, kept.grants(), mail, clock);
        var pages = new WebSignIn(directory, kept.credentials(), kept.passwords(), byPassword, kept.factor(), kept.kits(), clock);
        Predicate<AccountId> isZeroAccess = account -> kept.keyring().level(account) == Level.L2;
        mail.unsaid(isZeroAccess);
        pages.unsaid(isZeroAccess);
        return new WaysIn(slowdown, byPassword, mail, programs, pages);
    }

    /** Who hears of wrong passwords and codes. Before anybody signs in. */
    public void telling(Failures who) {
        byPassword.telling(who);
        mail.telling(who);
    }
}
