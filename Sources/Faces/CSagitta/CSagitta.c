// The header is all there is: SagittaC implements what it declares.
#include "sagitta.h"
#include "sagitta_program.h"
