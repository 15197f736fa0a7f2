package sigillo.smtpd;

import java.time.InstantSource;
import sigillo.delivery.Deliver;
import sigillo.directory.Recipients;
import sigillo.login.SignIn;
import sigillo.submission.Submit;

/** What lies behind the doors: the same for all connections, from any thread. */
public record SmtpHouse(
        Recipients recipients, SignIn signIn, Deliver deliver, Submit submit, RefusalStories refusals, InstantSource clock) {}
