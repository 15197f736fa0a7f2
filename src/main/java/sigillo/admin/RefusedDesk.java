package sigillo.admin;

import java.util.List;
import java.util.stream.Stream;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.directory.Directory;
import sigillo.refused.Day;
import sigillo.refused.RefusedMail;

/** What was refused for an account, as the operator sees it. */
public final class RefusedDesk implements Desk {
    private final Directory directory;
    private final RefusedMail refused;

    public RefusedDesk(Directory directory, RefusedMail refused) {
        this.directory = directory;
        this.refused = refused;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.AccountRefused.class, asked -> list(asked.address()));
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
