"""What somebody who leaves touches, and the list to sign: `runbook leave`."""
