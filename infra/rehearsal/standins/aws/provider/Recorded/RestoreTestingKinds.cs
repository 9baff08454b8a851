using System.Globalization;
using System.Text.RegularExpressions;
using PipAi.Plugins.Properties;
using PipAi.Providers.Aws.Handlers;
using static PipAi.Providers.Aws.Handlers.Outputs;
using static PipAi.Providers.Aws.Recorded.Described;

namespace PipAi.Providers.Aws.Recorded;

/// <summary>AWS Backup's tests of whether backups can be restored.</summary>
internal static partial class RestoreTestingKinds
{
    /// <summary>All of them.</summary>
    public static IEnumerable<AwsHandler> All(AwsSettings settings) =>
    [
        new StateOnlyResource("aws:backup/restoreTestingPlan:RestoreTestingPlan", settings, Plan)
        {
            ReplaceOn = ["name", "region"],
            NameProperty = "name",
            IsAutoNamed = true,
            Rules = CheckPlan,
        },
        new StateOnlyResource("aws:backup/restoreTestingSelection:RestoreTestingSelection", settings, Selection)
        {
            ReplaceOn = ["name", "protectedResourceType", "region", "restoreTestingPlanName"],
            NameProperty = "name",
            IsAutoNamed = true,
            Rules = CheckSelection,
        },
    ];

    private static Resource Plan(ResourceCall call)
    {
        // AWS gives the ARN a suffix of its own.
        var id = Uuid(call, call.Name);
        return Resource(
            call,
            call.Name,
            ("arn", Text(Join($"arn:aws:backup:{call.Region}:{RehearsalAccount.Id}:restore-testing-plan:{call.Name}-{id}"))),
            ("scheduleExpressionTimezone", Text("Etc/UTC")),
            ("startWindowHours", new PropertyValue(24)));
    }

    private static Resource Selection(ResourceCall call) => Resource(
        call,
        Join($"{call.Name}:{call.Inputs.Text("restoreTestingPlanName")}"),
        ("protectedResourceArns", Nothing),
        ("restoreMetadataOverrides", Map([])),
        ("validationWindowHours", new PropertyValue(0)));

    private static IEnumerable<CheckFailure> CheckPlan(PropertyMap inputs)
    {
        foreach (var failure in CheckName(inputs).Concat(InputRules.Range("startWindowHours", inputs.Whole("startWindowHours"), 1, 168)))
            yield return failure;
        var chosen = inputs.Object("recoveryPointSelection") ?? PropertyMap.Empty;
        foreach (var failure in InputRules.Range("recoveryPointSelection.selectionWindowDays", chosen.Whole("selectionWindowDays"), 1, 365))
            yield return failure;
        foreach (var failure in InputRules.Values(
            "recoveryPointSelection.algorithm", chosen.Text("algorithm"), "LATEST_WITHIN_WINDOW", "RANDOM_WITHIN_WINDOW"))
            yield return failure;
        foreach (var (index, type) in chosen.Texts("recoveryPointTypes").Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"recoveryPointSelection.recoveryPointTypes[{index}]");
            foreach (var failure in InputRules.Values(path, type, "CONTINUOUS", "SNAPSHOT")) yield return failure;
        }
    }

    private static IEnumerable<CheckFailure> CheckSelection(PropertyMap inputs) =>
        CheckName(inputs).Concat(InputRules.Range("validationWindowHours", inputs.Whole("validationWindowHours"), 1, 168));

    private static IEnumerable<CheckFailure> CheckName(PropertyMap inputs)
    {
        if (inputs.Text("name") is { } name && !Name().IsMatch(name))
            yield return new CheckFailure("name", $"'{name}' must be 1 to 50 letters, digits and underscores.");
    }

    [GeneratedRegex(@"^[A-Za-z0-9_]{1,50}\z")]
    private static partial Regex Name();
}
