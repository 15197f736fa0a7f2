package sigillo.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.archive.ComparingRoom;
import sigillo.moving.Move;
import sigillo.moving.Patience;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;

/** Mail in from other servers, for whom the account opens here. One run at a time for each account. */
final class MovingDesk implements Desk {
    private final OpenAccounts open;
    private final Path scratch;
    private final ComparingRoom room;
    private final Set<AccountId> underWay = ConcurrentHashMap.newKeySet();
    private Spool spool;
    private volatile boolean staysHere;

    /** {@code scratch}: in a folder of it long messages lie, encrypted, while they come in. */
    MovingDesk(OpenAccounts open, Path scratch, ComparingRoom room) {
        this.open = open;
        this.scratch = scratch;
        this.room = room;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.ImportOverImap.class, this::take);
    }

    /** From now on only this machine is called. */
    void stayHere() { staysHere = true; }

    Answer take(Request.ImportOverImap asked) {
        return open.with(asked.address(), asked.password(), account -> {
            if (!underWay.add(account.id())) return new Answer.Failed("another import into " + asked.address() + " is under way: let it end");
            try {
                return take(account, asked);
            } finally {
                underWay.remove(account.id());
            }
        });
    }

    private Answer take(Account account, Request.ImportOverImap asked) {
        try {
            if (staysHere && !isHere(asked.source().host())) return new Answer.Failed("this server may call its own machine only");
            return moved(account, asked);
        } catch (IOException e) {
            return new Answer.Failed("the import has ended early (what came is kept, and another run continues): " + e.getMessage());
        }
    }

    private Answer moved(Account account, Request.ImportOverImap asked) throws IOException {
        try (var move = new Move(asked.source(), account, asked.into(), asked.followsDeletes(), Patience.DEFAULT, spool(), room)) {
            return new Answer.Done(move.run());
        }
    }

    private static boolean isHere(String host) throws IOException {
        return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    }

    private synchronized Spool spool() throws IOException {
        if (spool == null) spool = Spool.open(SpoolSettings.at(scratch.resolve("imap")));
        return spool;
    }
}
