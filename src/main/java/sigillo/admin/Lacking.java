package sigillo.admin;

import java.util.HashMap;
import java.util.Map;

/** What is told to an operator who asks for what this server does not do, or not while it is stopped; by the names of desks. */
final class Lacking {
    private static final Map<Class<?>, String> WHY = new HashMap<>();

    static {
        why("this server makes no backups", Request.BackUp.class, Request.ListBackups.class);
        why("no server runs: it would look after certificates", Request.ShowCertificates.class, Request.RenewCertificate.class,
            Request.BringCertificate.class);
        why("no server runs: sigillo check says how the machine is, sigillo serve starts the server", Request.Examine.class, Request.Bundle.class);
        why("no server runs: it would look for newer versions", Request.ShowReleases.class);
        why(DnsDesk.NOBODY_ASKS, Request.CheckClients.class, Request.CheckDns.class, Request.PublishDns.class);
        why("no server runs: nobody comes", Request.ListCallers.class);
        why("this server does not filter", Request.FilterWishes.class);
        why("this server does not learn", Request.AccountLearning.class);
        why("this server has no lists", Request.AddList.class, Request.ListLists.class, Request.ListMembers.class,
            Request.InviteMember.class, Request.DropMember.class, Request.ListHeld.class, Request.DecideHeld.class,
            Request.RemoveList.class);
        why("this server invites nobody", Request.Invite.class, Request.ListInvitations.class, Request.RevokeInvitation.class);
        why("this server has no masked addresses", Request.MakeMasked.class, Request.ListMasked.class, Request.ChangeMasked.class,
            Request.RemoveMasked.class);
        why("this server publishes no certificates of people", Request.PublishOpenPgp.class, Request.ListOpenPgp.class,
            Request.ExportOpenPgp.class, Request.WithdrawOpenPgp.class, Request.AdoptKeyLog.class);
        why("this server sends nothing", Request.ListDestinations.class, Request.WarmUp.class);
        why("this server does not note what it refuses", Request.AccountRefused.class, Request.ListRefused.class);
        why("no server runs: it would know of reports", Request.ListReports.class);
        why("this server keeps no rules", Request.AccountRules.class);
        why("this server does not scrub", Request.Scrub.class);
        why("this server runs as a demo: it is not upgraded", Request.StandAside.class);
        why("this server does not count what is sent", Request.AccountSending.class, Request.PauseSending.class, Request.ResumeSending.class,
            Request.ListComplaints.class, Request.LiftComplaint.class);
        why("this server signs nothing", Request.ListDkim.class, Request.RotateDkim.class);
    }

    private Lacking() {}

    private static void why(String why, Class<?>... kinds) { for (var kind : kinds) WHY.put(kind, why); }

    static boolean knows(Class<?> kind) { return WHY.containsKey(kind); }

    static String why(Class<?> kind) { return WHY.getOrDefault(kind, "this server does not do this"); }
}
