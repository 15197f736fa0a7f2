package sigillo.clients;

import java.io.IOException;
import sigillo.autoconfig.Offered;
import sigillo.net.Wire;
import sigillo.preflight.Result;
import sigillo.preflight.Words;

/** A door for mail programs, up to where they say a password: greeting, TLS, and that passwords are taken. */
record MailDoor(Way way, Offered door) {
    Result look() {
        var name = (door.service() == Offered.Service.IMAP ? "IMAP " : "SMTP ") + door.port();
        return way.go(name, door.host(), door.port(), wire -> {
            boolean takes = door.service() == Offered.Service.IMAP ? imap(wire) : smtp(wire);
            return takes ? Result.fine(name, Words.of("%s port %d: TLS, a greeting, and passwords are taken.", "%s porta %d: TLS, un saluto, e le password vengono accettate.", door.host(), door.port()))
                : Result.wrong(name, Words.of("%s port %d offers no sign-in by password.", "%s porta %d non offre l'accesso con password.", door.host(), door.port()),
                    new Words("Look whether another server answers there.", "Controllare se lì risponde un altro server."));
        });
    }

    private boolean isImplicit() { return door.security() == Offered.Security.TLS; }

    /** RFC 9051 sections 6.1.1 and 6.2.1. */
    private boolean imap(Wire wire) throws IOException {
        var asked = new Asked(wire);
        if (isImplicit()) way.secure(wire, door.host());
        greeted(asked.line(), "* OK");
        if (!isImplicit()) {
            asked.say("a STARTTLS");
            greeted(asked.upTo("a "), "a OK");
            way.secure(wire, door.host());
        }
        asked.say("b CAPABILITY");
        var offered = asked.upTo("b ");
        asked.say("c LOGOUT");
        return offered.contains("AUTH=PLAIN") || !offered.contains("LOGINDISABLED");
    }

    /** RFC 6409; RFC 3207 section 4. */
    private boolean smtp(Wire wire) throws IOException {
        var asked = new Asked(wire);
        if (isImplicit()) way.secure(wire, door.host());
        greeted(asked.upTo("220 "), "220");
        if (!isImplicit()) {
            asked.say("EHLO [127.0.0.1]");
            asked.upTo("250 ");
            asked.say("STARTTLS");
            greeted(asked.line(), "220");
            way.secure(wire, door.host());
        }
        asked.say("EHLO [127.0.0.1]");
        var offered = asked.upTo("250 ");
        asked.say("QUIT");
        return offered.lines().anyMatch(line -> line.matches("250[ -]AUTH .*\\bPLAIN\\b.*"));
    }

    private static void greeted(String said, String wanted) throws IOException {
        boolean isSo = said.lines().anyMatch(line -> line.startsWith(wanted));
        if (!isSo) throw new IOException("it says " + said.lines().findFirst().orElse("nothing"));
    }
}
