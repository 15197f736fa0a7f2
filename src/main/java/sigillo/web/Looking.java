package sigillo.web;

import java.util.Map;

/** What whoever looks after the server has of it: how it is, and where it is asked for something. */
record Looking(StatusBoard board, OperatorSeat seat) {

    void addTo(House house, Map<String, Call> all) {
        var calls = new OperatorCalls(house, seat, all);
        new ApiOperatorStatus(calls, board).add();
        new ApiOperatorAccounts(calls).add();
        new ApiOperatorInvitations(calls).add();
        new ApiOperatorQueue(calls).add();
        new ApiOperatorTrace(calls).add();
        new ApiOperatorDomains(calls).add();
        new ApiOperatorCertificates(calls).add();
        new ApiOperatorFilter(house, calls).add();
        new ApiOperatorRefused(calls).add();
        new ApiOperatorBackups(calls).add();
        new ApiOperatorUpgrades(calls).add();
    }
}
