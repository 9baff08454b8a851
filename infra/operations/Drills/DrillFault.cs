using System.Text.Json.Serialization;

namespace PipAi.Operations.Drills;

/// <summary>One thing that a drill breaks, as it is written down before it is broken.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Subject">To what: a machine's id, a Fly region, an AWS region, a region of Temporal Cloud.</param>
internal sealed record DrillFault(DrillFault.What Kind, string Subject)
{
    /// <summary>What is done.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<What>))]
    internal enum What
    {
        /// <summary>A machine's process is killed; its platform starts it again.</summary>
        MachineKilled,

        /// <summary>All machines of a Fly region are gone and cannot be started.</summary>
        RegionGone,

        /// <summary>The machines of a Fly region run, and reach neither Temporal nor storage.</summary>
        RegionCutOff,

        /// <summary>A region of Temporal Cloud answers nothing that is for its namespaces.</summary>
        TemporalGone,

        /// <summary>S3 in an AWS region answers nothing.</summary>
        StorageGone,
    }
}
