namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>List filters: which of three runs they find, and which ones Temporal's server refuses.</summary>
internal static class ListFilters
{
    /// <summary>
    /// The runs: <c>a</c> has all search attributes (Customer acme, Tags x and y, Title "A grand plan", Pages 3, Ratio 0.5, Urgent, Due at
    /// noon);
    /// <c>b</c> has Pages 10, Tags y, not Urgent; <c>c</c> has none, and is terminated.
    /// </summary>
    public static TheoryData<string, string> Found => new()
    {
        { "Customer = 'acme'", "a" },
        { "Customer != 'acme'", "" },
        { "NOT Customer = 'acme'", "" },
        { "Customer IS NULL", "b c" },
        { "Customer IS NOT NULL", "a" },
        { "Customer IN ('other', \"acme\")", "a" },
        { "Customer NOT IN ('other')", "a" },
        { "Customer STARTS_WITH 'ac'", "a" },
        { "Customer NOT STARTS_WITH 'b'", "a" },
        { "Customer BETWEEN 'a' AND 'b'", "a" },
        { "`Customer` = 'acme'", "a" },
        { "Tags = 'x'", "a" },
        { "Tags = 'y'", "a b" },
        { "Tags IN ('x', 'z')", "a" },
        { "Tags != 'x'", "b c" },
        { "Tags NOT IN ('y')", "c" },
        { "Tags IS NULL", "c" },
        { "Title = 'grand'", "a" },
        { "Title = 'GRAND nothing'", "a" },
        { "Title != 'grand'", "b c" },
        { "Pages = 3", "a" },
        { "Pages > 3", "b" },
        { "Pages >= 3 AND Pages < 10", "a" },
        { "Pages BETWEEN 3 AND 10", "a b" },
        { "Pages NOT BETWEEN 3 AND 5", "b" },
        { "Pages IN (3, 4)", "a" },
        { "Ratio < 1", "a" },
        { "Ratio = 0.5", "a" },
        { "Urgent = true", "a" },
        { "Urgent = false", "b" },
        { "Due > '2026-11-27T12:00:00+02:00'", "a" },
        { "Due < '2026-11-27T12:00:00.001Z'", "a" },
        { "ExecutionStatus = 'Terminated'", "c" },
        { "ExecutionStatus = 1", "a b" },
        { "ExecutionStatus != \"Running\"", "c" },
        { "ExecutionStatus = 'WORKFLOW_EXECUTION_STATUS_RUNNING'", "a b" },
        { "ExecutionDuration < '1h'", "c" },
        { "CloseTime IS NULL", "a b" },
        { "HistoryLength > 1 AND ExecutionStatus = 'Terminated'", "c" },
        { "(Customer = 'acme' OR Pages = 10) AND NOT Tags = 'x'", "b" },
        { "Customer = 'acme' OR Pages = 10 AND Tags = 'x'", "a" },
        { "customer = 'acme' OR WorkflowType = 'Nothing'", "!" },
    };

    /// <summary>Those that are refused, with what is said of it.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { "Nobody = 'x'", "column name 'Nobody' is not a valid search attribute" },
        { "workflowId = 'x'", "is not a valid search attribute" },
        { "Pages = 3 AND Nobody = 'x'", "column name 'Nobody'" },
        { "Nobody IS NULL", "column name 'Nobody'" },
        { "ExecutionStatus = 'Sleeping'", "invalid ExecutionStatus value 'Sleeping'" },
        { "ExecutionStatus IN ('Running', 'running')", "invalid ExecutionStatus value 'running'" },
        { "ExecutionStatus = Running", "did you forget to quote" },
        { "WorkflowId =", "malformed" },
        { "WorkflowId", "invalid query" },
        { "(WorkflowId = 'a'", "malformed" },
        { "WorkflowId = 'a' 'b'", "malformed" },
        { "WorkflowId = 'a", "malformed" },
        { "= 'a'", "malformed" },
        { "WorkflowId LIKE 'a'", "invalid query" },
        { "Tags < 'x'", "invalid query" },
        { "Tags BETWEEN 'x' AND 'y'", "cannot do range condition" },
        { "Title > 'x'", "invalid query" },
        { "Title = ' '", "invalid query" },
        { "StartTime > 'yesterday'", "unable to parse datetime 'yesterday'" },
        { "StartTime > '2026-11-27'", "unable to parse datetime '2026-11-27'" },
        { "ExecutionDuration > 'long'", "invalid" },
        { "WorkflowId IS TRUE", "invalid query" },
        { "Customer = Pages", "did you forget to quote" },
        { "Customer = 'acme' ORDER BY StartTime", "not supported" },
        { "ORDER BY StartTime", "not supported" },
        { "Customer = 'acme' LIMIT 5", "not supported" },
        { "GROUP BY ExecutionStatus", "not supported" },
        { "Customer = 'acme' XOR Pages = 3", "malformed" },
    };

    /// <summary>Groupings of counts that are refused.</summary>
    public static TheoryData<string> RefusedCounts => new()
    {
        "GROUP BY WorkflowType",
        "GROUP BY Nobody",
        "GROUP BY ExecutionStatus, WorkflowType",
    };
}
