package sigillo.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.base.Address;

/**
 * What a request does to accounts, for the ledgers of their owners. {@code name}: the request's, or a word for one of
 * its two directions. {@code about}: addresses of accounts, or that lead to some. {@code with}: what more is said, by
 * short names, no secret. {@code isLook}: it changes nothing, and shows what is its owner's to see. {@code wasThere}:
 * what it is about is gone when it is done, and must be looked up before.
 */
public record Act(String name, List<Address> about, Map<String, String> with, boolean isLook, boolean wasThere) {
    public Act {
        about = List.copyOf(about);
        with = Map.copyOf(with);
    }

    private static Optional<Act> on(String name, Address about) { return on(name, about, Map.of()); }

    private static Optional<Act> on(String name, Address about, Map<String, String> with) {
        return Optional.of(new Act(name, List.of(about), with, false, false));
    }

    private static Optional<Act> gone(String name, Address about, Map<String, String> with) {
        return Optional.of(new Act(name, List.of(about), with, false, true));
    }

    private static Optional<Act> look(String name, Address about) {
        return Optional.of(new Act(name, List.of(about), Map.of(), true, false));
    }

    private static Optional<Act> when(boolean isDone, Optional<Act> act) { return isDone ? act : Optional.empty(); }

    /**
     * Empty for what concerns no single account (a domain, the server), shows nothing of one but its size, or removes
     * it with its ledger.
     */
    public static Optional<Act> of(Request request) {
        var name = request.getClass().getSimpleName();
        return switch (request) {
            case Request.AddAccount one -> on(name, one.address());
            case Request.AddAccounts many -> Optional.of(new Act("AddAccount",
                many.accounts().stream().map(Request.AddAccount::address).toList(), Map.of(), false, false));
            case Request.SetPassword one -> on(name, one.address());
            case Request.SetLevel one -> on(name, one.address(), Map.of("level", one.level().name()));
            case Request.NewRecoveryCode one -> on(name, one.address());
            case Request.Recover one -> on(name, one.address());
            case Request.Unlock one -> on(name, one.address());
            case Request.MakeGrant one -> on(name, one.address(), Map.of("name", one.name()));
            case Request.RevokeGrant one -> on(name, one.address(), Map.of("number", Long.toString(one.number())));
            case Request.RenewKeys one -> on(name, one.address());
            case Request.TurnOffSecondFactor one -> on(name, one.address());
            case Request.SetDisabled one -> on(one.disabled() ? "Disable" : "Enable", one.address());
            case Request.AccountQuota one -> one.limit().flatMap(limit ->
                on(name, one.address(), Map.of("limit", limit)));
            case Request.AccountPop one -> when(one.deletes().isPresent() || one.suspected().isPresent(),
                on(name, one.address()));
            case Request.AccountRules one -> one.off() || one.script().isPresent() ? on(name, one.address())
                : look("ReadRules", one.address());
            case Request.FilterWishes one -> when(isChange(one), one.address().flatMap(address -> on(name, address)));
            case Request.AccountLearning one -> when(one.forget(), on(name, one.address()));
            case Request.AccountRefused one -> look(name, one.address());
            case Request.AccountSending one -> one.key().flatMap(key ->
                on(name, one.address(), Map.of("key", key, "max", one.max().orElse("default"))));
            case Request.PauseSending one -> on(name, one.address());
            case Request.ResumeSending one -> on(one.drop() ? "ResumeAndDrop" : name, one.address());
            case Request.LiftComplaint one -> on(name, one.account(), Map.of("recipient", one.recipient().toString()));
            case Request.ListExpunged one -> look(name, one.address());
            case Request.Undelete one -> on(name, one.address());
            case Request.ExportMail one -> on(name, one.address());
            case Request.ImportMail one -> on(name, one.address());
            case Request.ImportOverImap one -> on(name, one.address());
            case Request.AddAlias one -> on(name, one.target(), Map.of("alias", one.alias()));
            case Request.SetAlias one -> address(one.alias()).flatMap(alias ->
                on(name, alias, Map.of("alias", one.alias())));
            case Request.RemoveAlias one -> one.target().or(() -> address(one.alias()))
                .flatMap(about -> gone(name, about, Map.of("alias", one.alias())));
            case Request.MakeMasked one -> on(name, one.account());
            case Request.ListMasked one -> look(name, one.account());
            case Request.ChangeMasked one -> on(name, one.address(), Map.of("masked", one.address().toString()));
            case Request.RemoveMasked one -> gone(name, one.address(), Map.of("masked", one.address().toString()));
            case Request.PublishOpenPgp one -> on(name, one.account());
            case Request.WithdrawOpenPgp one -> on(name, one.account());
            case Request.AdoptKeyLog one -> when(one.really(),
                Optional.of(new Act(name, one.accounts(), Map.of(), false, false)));
            case Request.OrderQueue one -> one.sender().flatMap(sender ->
                on(name, sender, Map.of("order", one.order().name())));
            case Request.Trace one -> address(one.what()).flatMap(about -> look(name, about));
            // of domains, of the server, of many accounts at once; what is left of an account that is removed
            case Request.Status _, Request.AddDomain _, Request.ListDomains _, Request.RemoveDomain _,
                Request.ListAccounts _, Request.ListGrants _, Request.RemoveAccount _, Request.DomainQuota _,
                Request.ListComplaints _, Request.ListDestinations _, Request.WarmUp _, Request.ListReports _,
                Request.Scrub _, Request.VerifyAccount _, Request.ListAliases _, Request.AddList _, Request.ListLists _,
                Request.ListMembers _, Request.InviteMember _, Request.DropMember _, Request.ListHeld _,
                Request.DecideHeld _, Request.RemoveList _, Request.ListOpenPgp _, Request.ExportOpenPgp _,
                Request.Invite _, Request.ListInvitations _, Request.RevokeInvitation _, Request.CheckDns _,
                Request.CheckClients _, Request.PublishDns _, Request.ListDkim _, Request.RotateDkim _,
                Request.StandAside _, Request.Examine _, Request.Bundle _, Request.ListCallers _,
                Request.ShowCertificates _, Request.RenewCertificate _, Request.BringCertificate _, Request.BackUp _,
                Request.ListBackups _, Request.ListQueue _, Request.FindAccounts _, Request.QueueByDomain _,
                Request.ListWaiting _, Request.ListRefused _, Request.ShowReleases _ ->
                Optional.empty();
        };
    }

    private static boolean isChange(Request.FilterWishes one) {
        boolean isListed = !one.allow().isEmpty() || !one.block().isEmpty() || !one.refuse().isEmpty()
            || !one.unlist().isEmpty();
        return isListed || one.junkFrom().isPresent();
    }

    /** None for the catch-all of a domain, and for what is no address. */
    private static Optional<Address> address(String text) { return Address.parse(text); }
}
