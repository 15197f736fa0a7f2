package sigillo.faults;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import sigillo.peers.SmtpProbe;

/** Sends mail to one account or to both. */
final class Stranger implements Load.Client {
    private final Site site;
    private final Ledger ledger;
    private final Load.Numbers numbers;
    private final Random random;
    private volatile SmtpProbe smtp;

    Stranger(Site site, Ledger ledger, Load.Numbers numbers, Random random) {
        this.site = site;
        this.ledger = ledger;
        this.numbers = numbers;
        this.random = random;
    }

    @Override public void connect() throws IOException {
        smtp = site.mx();
        smtp.expect("250", "EHLO client.test");
    }

    @Override public void once() throws IOException {
        int who = random.nextInt(4);
        var to = who < 2 ? List.of(Site.ACCOUNTS.get(who)) : who == 2 ? Site.ACCOUNTS
            : List.of(Site.ACCOUNTS.getFirst());
        var mail = Mail.of(numbers.fresh("in"), "someone@client.test", site.address(to.getFirst()), random);
        for (var account : to) ledger.offered(new Ledger.Key(account, mail.id()), mail, "INBOX");
        var reply = Transaction.send(smtp, "someone@client.test", to.stream().map(site::address).toList(),
            mail.octets());
        boolean noSpace = Transaction.isForLackOfSpace(reply);
        if (noSpace) for (var account : to) ledger.refused(new Ledger.Key(account, mail.id()), World.NOWHERE);
        if (!reply.startsWith("250")) return;
        for (var account : to) ledger.certain(new Ledger.Key(account, mail.id()), World.in("INBOX"));
    }

    @Override public void disconnect() { if (smtp != null) smtp.close(); }
}
