package sigillo.admin;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.directory.Directory;
import sigillo.refused.Day;
import sigillo.refused.RefusedMail;

/** What was refused for an account, as the operator sees it. */
public final class RefusedDesk implements Desk {
    /** Accounts that are read for one answer, and lines of it. */
    private static final int ACCOUNTS_MAX = 1_000;
    private static final int LISTED_MAX = 500;

    private final Directory directory;
    private final RefusedMail refused;

    public RefusedDesk(Directory directory, RefusedMail refused) {
        this.directory = directory;
        this.refused = refused;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.AccountRefused.class, asked -> list(asked.address()));
        requests.on(Request.ListRefused.class, asked -> ofAll(asked.search(), asked.max()));
    }

    /** Of so many accounts that each is read; the latest of them all are kept, and no more than those in memory. */
    Answer ofAll(String search, int max) {
        var part = search.strip().toLowerCase(Locale.ROOT);
        int most = Math.clamp(max, 1, LISTED_MAX);
        var latest = new PriorityQueue<Pages.AccountRefusal>(Comparator.comparing(Pages.AccountRefusal::at));
        var accounts = directory.accounts().stream().filter(one -> one.address().toString().toLowerCase(Locale.ROOT).contains(part)).toList();
        long found = 0;
        refused.settle();
        for (var account : accounts.subList(0, Math.min(ACCOUNTS_MAX, accounts.size()))) {
            for (var line : refused.of(account.id()).stream().flatMap(RefusedDesk::lines).toList()) {
                latest.add(new Pages.AccountRefusal(account.address(), line.at(), line.times(), line.sender(), line.recipient(), line.host(), line.reply()));
                if (latest.size() > most) latest.remove();
                found++;
            }
        }
        var sorted = latest.stream().sorted(Comparator.comparing(Pages.AccountRefusal::at).reversed()).toList();
        return new Answer.Done(new Pages.RefusedPage(sorted, found <= most && accounts.size() <= ACCOUNTS_MAX));
    }

    Answer list(Address address) {
        return directory.account(address).<Answer>map(account -> {
            refused.settle();
            return new Answer.Done(refused.of(account.id()).stream().flatMap(RefusedDesk::lines).toList());
        }).orElseGet(() -> new Answer.Failed("there is no account " + address));
    }

    private static Stream<Results.RefusedLine> lines(Day day) {
        var others = day.others() == 0 ? List.<Results.RefusedLine>of()
            : List.of(new Results.RefusedLine(day.date().toString(), day.others(), "others", "", "", ""));
        return Stream.concat(day.refusals().reversed().stream().map(one -> new Results.RefusedLine(one.last().toString(), one.count(),
            one.sender().map(Address::toString).orElse("<>"), one.recipient().toString(), one.host(), one.code() + " " + one.reply())),
            others.stream());
    }

    @Override public void forget(AccountId account) { refused.forget(account); }
}
