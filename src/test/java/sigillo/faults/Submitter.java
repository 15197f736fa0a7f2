package sigillo.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import sigillo.peers.SmtpProbe;

/** Anna, who writes to others elsewhere, some of whom are not there, and to bob. */
final class Submitter implements Load.Client {
    private final Site site;
    private final Ledger ledger;
    private final Load.Numbers numbers;
    private final Random random;
    private volatile SmtpProbe smtp;

    Submitter(Site site, Ledger ledger, Load.Numbers numbers, Random random) {
        this.site = site;
        this.ledger = ledger;
        this.numbers = numbers;
        this.random = random;
    }

    @Override public void connect() throws IOException { smtp = site.submission(); }

    @Override public void once() throws IOException {
        boolean isThere = random.nextInt(4) > 0 || !site.othersRefuse();
        boolean toBob = random.nextInt(3) == 0;
        boolean toOthers = !toBob || random.nextBoolean();
        var to = new ArrayList<String>();
        if (toOthers) to.add(site.outside(isThere));
        if (toBob) to.add(site.address("bob"));
        var mail = Mail.of(numbers.fresh("out"), site.address("anna"), to.getFirst(), random);
        var bob = new Ledger.Key("bob", mail.id());
        if (toBob) ledger.offered(bob, mail, "INBOX");
        if (toOthers) ledger.submitted(mail, !isThere);
        var reply = Transaction.send(smtp, site.address("anna"), List.copyOf(to), mail.octets());
        boolean noSpace = Transaction.isForLackOfSpace(reply);
        if (noSpace && toBob) ledger.refused(bob, World.NOWHERE);
        if (noSpace && toOthers) ledger.notTaken(mail.id());
        if (!reply.startsWith("250")) return;
        if (toBob) ledger.certain(bob, World.in("INBOX"));
        if (toOthers) ledger.taken(mail.id());
    }

    @Override public void disconnect() { if (smtp != null) smtp.close(); }
}
